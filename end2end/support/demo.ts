// People of the demo: whoever is the only one of a role is called after the school and the role.
import type { Details } from "./person";

/** A school of the demo that has one of each role. */
export const SCHOOL = "linden";

const PASSWORD = "lyceum-demo";

export function ofTheDemo(role: string): Details {
  const username = `${SCHOOL}_${role}`.slice(0, 20);
  return { name: role, username, email: `${username}@${SCHOOL}.example`, password: PASSWORD };
}

/** Who looks after all the schools. */
export const PLATFORM_ADMIN: Details = {
  name: "Nora Whitfield", username: "platform_admin", email: "platform_admin@lyceum.example", password: PASSWORD,
};
