"""The tools the samples' pictures, clips and sounds are made with: paint, noise, light, sound."""
