// Why did nobody call me?

export const why = {
  title: "Why did nobody call me?",
};
