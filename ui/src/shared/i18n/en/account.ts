// Signing in, the first start, and passwords.

export const signIn = {
  title: "Sign in",
  lead: "Customer service that is kind to both ends of the line.",
  account: "User name",
  password: "Password",
  submit: "Sign in",
  working: "Signing you in",
  showPassword: "Show the password",
  demoHint: "Trying the demo? The names and passwords were printed in the terminal when Lur started for the first time.",
  refused: "That user name and password do not match.",
  tooMany: "Too many tries. Wait a minute and try again.",
  unreachable: "Lur does not answer. Is it running?",
  ended: "You have been signed out.",
  outdated: "Your company has changed how one signs in, so you were signed out. Sign in again, and you are told what is needed. Your notes are kept.",
  againTitle: "Sign in again when this contact is over",
  againNote: "Your company has changed how one signs in. The call goes on and what you write is saved. You are asked to sign in when you have finished.",
};

export const setup = {
  title: "Welcome to Lur",
  lead: "You are the first one here. Create the account of the first administrator; you do the rest on the pages.",
  displayName: "Your name",
  account: "User name",
  accountHint: "Letters, digits and . _ - @ +",
  password: "Password",
  passwordHint: "At least ten characters. A few words you remember are better than a short, odd one.",
  language: "Your language",
  token: "Start code",
  tokenHint: "It was printed in the terminal when Lur started.",
  submit: "Create the account",
  working: "Creating the account",
  tooShort: "The password needs at least ten characters.",
  notNeeded: "There is already an administrator.",
  toSignIn: "Go to sign in",
};

export const password = {
  title: "Change password",
  old: "Current password",
  new: "New password",
  changed: "The password is changed",
};
