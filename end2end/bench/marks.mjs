// What must hold (product.md sections 22 and 28): name, figure, limit, unit, and `least` where more is better.

/** Prints the marks; one that does not hold fails the run. */
export function judge(marks) {
  console.log("\n| what must hold | measured | at most, or at least | |\n|---|---:|---:|---|");
  for (const [what, figure, limit, unit, least] of marks) {
    const held = least ? figure >= limit : figure <= limit;
    if (!held) process.exitCode = 1;
    console.log(`| ${what} | ${figure.toFixed(2)} ${unit} | ${least ? "≥ " : ""}${limit} ${unit} | ${held ? "holds" : "DOES NOT HOLD"} |`);
  }
}
