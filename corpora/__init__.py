"""Reports written for this project with their gold, the renderer of their forms, and the evaluator."""
