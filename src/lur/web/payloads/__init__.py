"""What goes in and out of the API beside the views: bodies and answers, by what they are about."""
