"""What is written, where it is kept, and the way in for everybody but the live process."""
