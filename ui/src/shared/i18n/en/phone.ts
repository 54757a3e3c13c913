// The browser phone.

export const phone = {
  title: "Phone",
};
