"""The routes, by what they are about. Each names its permission; lur.web.permissions says who has it."""
