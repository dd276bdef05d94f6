// The figures of the backup page move by themselves while somebody looks.
import { foundTheSchool, joinWithCode } from "../support/accounts";
import { downloadCsv } from "../support/backup";
import { makeAClass } from "../support/classes";
import { unique } from "../support/person";
import { expect, test } from "../support/test";

test("who joins moves the figures of the backup page without a reload, also after one has looked away", async ({ person }) => {
  test.setTimeout(300_000);
  const esi = await person("Esi Mensah");
  const kofi = await person("Kofi Owusu");
  const ama = await person("Ama Darko");
  const slug = unique("live");
  await foundTheSchool(esi, { name: `The Live School ${slug}`, slug, timeZone: "Africa/Accra" });
  const group = await makeAClass(esi, slug, "Form 1");

  await esi.opens(`/s/${slug}/backup`);
  const students = esi.main.locator("#figures .stat", { hasText: "Students" }).locator("dd");
  await expect(students).toHaveText("0");
  // By the clock alone it would be a minute.
  await expect(esi.main.locator(".live-on")).toContainText("Live");
  const html = esi.page.locator("html");
  await html.evaluate((it) => it.setAttribute("data-story", "the first document"));
  await joinWithCode(kofi, group.studentCode);
  await expect(students).toHaveText("1", { timeout: 10_000 });
  await expect(esi.main.getByRole("status").filter({ hasText: "Students: 1 now." })).toHaveCount(1);

  await esi.looksAway();
  await expect(esi.main.locator(".live-off")).toHaveCount(1);
  await joinWithCode(ama, group.studentCode);
  await expect(students).toHaveText("1");
  await esi.comesBack(5_000);
  await expect(students).toHaveText("2", { timeout: 10_000 });
  await expect(esi.main.locator(".live-on")).toContainText("Live");
  await downloadCsv(esi, "Students");
  const begun = esi.main.locator("#downloads").getByRole("listitem").filter({ hasText: "One line a student" }).getByRole("status");
  await expect(begun, "said where it was pressed").toContainText("Students (CSV): the download begins.");
  await expect(begun).toBeInViewport();
  // As from another tab: what is said of the backups is as new as the figures.
  await expect(esi.main.getByText(/^Last good backup: /)).toHaveCount(0);
  await esi.page.evaluate(async (school) => {
    await fetch("/fn/app/pages/backup/api/keep_now", { method: "POST", body: new URLSearchParams({ school }) });
  }, slug);
  await expect(esi.main.getByText(/^Last good backup: /)).toBeVisible({ timeout: 90_000 });
  await expect(html).toHaveAttribute("data-story", "the first document");
});
