// The check before the shift.

export const check = {
  title: "Check before the shift",
};
