// What must hold (product.md sections 22 and 28): name, figure, limit, unit.

/** Prints the marks; one that does not hold fails the run. */
export function judge(marks) {
  console.log("\n| what must hold | measured | at most | |\n|---|---:|---:|---|");
  for (const [what, figure, limit, unit] of marks) {
    const held = figure <= limit;
    if (!held) process.exitCode = 1;
    console.log(`| ${what} | ${figure.toFixed(2)} ${unit} | ${limit} ${unit} | ${held ? "holds" : "DOES NOT HOLD"} |`);
  }
}
