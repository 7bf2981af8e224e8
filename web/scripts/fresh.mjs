// Fails unless src/api/contract.ts is what `npm run generate` writes today.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const KEPT = "src/api/contract.ts";
const folder = mkdtempSync(join(tmpdir(), "contract-"));
try {
  const written = join(folder, "contract.ts");
  const { generate } = JSON.parse(readFileSync("package.json", "utf8")).scripts;
  const [program, ...options] = generate.replace(KEPT, written).split(" ");
  execFileSync(join("node_modules", ".bin", program), options, { stdio: ["ignore", "ignore", "inherit"] });
  if (readFileSync(written, "utf8") !== readFileSync(KEPT, "utf8")) {
    console.error(`web/${KEPT} is not what infra/openapi.json says: run make infra`);
    process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true });
}
