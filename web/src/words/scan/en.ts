/** English of the scanner. */
import type { ScanWords } from "./ja.js";

export const en: ScanWords = {
  scanner: {
    picture: "What the camera sees",
    starting: "Opening the camera",
    read: "Read",
    brighter: "Light on",
    darker: "Light off",
    fromPhoto: "Read from a photo",
    kept: "No picture is kept.",
    no: {
      refused: { title: "The camera is not allowed", text: "Allow the camera for this page in your browser’s settings. You can also read from a photo." },
      absent: { title: "No camera was found", text: "Open this page on a phone with a camera, or read from a photo." },
      busy: { title: "Another app is using the camera", text: "Close that app, then try again." },
      unsupported: { title: "This browser gives no camera", text: "Open this page in Safari or Chrome, or read from a photo." },
      unreachable: { title: "The scanner could not be loaded", text: "Reading codes needs a connection. Try again where the signal is better." },
    },
    photo: {
      reading: "Reading the photo",
      none: { title: "No code in this photo", text: "Take it again in good light, with the code large and straight." },
      unreadable: { title: "This photo could not be opened", text: "Try another photo, or take one with the camera." },
      unreachable: { title: "The scanner could not be loaded", text: "Choose the photo again where the signal is better." },
    },
  },
};
