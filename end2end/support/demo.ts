// People of the demo: whoever is the only one of a role is called after the school and the role.
import type { Details } from "./person";

/** A school of the demo that has one of each role. */
export const SCHOOL = "linden";

const PASSWORD = "lyceum-demo";

export function ofTheDemo(role: string): Details {
  const whole = `${SCHOOL}_${role}`;
  // As the demo calls those whose whole username would be too long.
  const username = whole.length > 20 ? `${SCHOOL.charAt(0)}_${role}` : whole;
  return { name: role, username, email: `${username}@${SCHOOL}.example`, password: PASSWORD };
}

/** Who looks after all the schools. */
export const PLATFORM_ADMIN: Details = {
  name: "Nora Whitfield", username: "platform_admin", email: "platform_admin@lyceum.example", password: PASSWORD,
};
