-- Erases what the queue knows of a prediction.
erase(ARGV[1])
