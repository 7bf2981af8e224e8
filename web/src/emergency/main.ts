import { openCard } from "./open-card.js";
import "./emergency.css";

openCard(window);
