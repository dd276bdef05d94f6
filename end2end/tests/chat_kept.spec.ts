// What waits in a chat is kept where it is said: in the bar that says that there is no network.
import { aClass, enterTheChat, hears, log, write } from "../support/chat";
import { GONE, served } from "../support/device";
import { expect, test } from "../support/test";

test("who is offline has the device keep what waits, and it is sent though the page was left", async ({ person }) => {
  test.setTimeout(180_000);
  const { esi, kofi, group } = await aClass(person);
  kofi.expects(...GONE);
  await enterTheChat(esi, group);
  await enterTheChat(kofi, group);
  await served(kofi.page);
  const pending = log(kofi).locator(".message.pending");
  const keep = kofi.main.locator(".ask > summary", { hasText: "Keep on this device" });
  await expect(keep).toHaveCount(0);

  await kofi.context.setOffline(true);
  await expect(kofi.main.getByText("You are offline.")).toBeVisible();
  await write(kofi, "First");
  await write(kofi, "Second");
  await expect(pending.getByText(/Keep this page open/)).toHaveCount(2);
  await keep.press("Enter");
  await kofi.sees(/Do that on a device of your own only/);
  await kofi.presses("This device is mine");
  await kofi.sees(/Kept on this device from now on/);
  await expect(pending.getByText("Will be sent when you are connected again", { exact: true })).toHaveCount(2);
  await expect(keep).toHaveCount(0);
  expect(await kofi.page.evaluate(() => document.activeElement !== document.body)).toBe(true);

  // Nothing is asked when it is left.
  await kofi.page.reload();
  await expect(kofi.page.getByRole("heading", { name: "You are offline" })).toBeVisible();
  // The page comes back by itself, and what waits goes on its way.
  await kofi.context.setOffline(false);
  await hears(esi, "First");
  await hears(esi, "Second");
});
