package dev.baton.sim.demo;

/**
 * Pixels to be saved.
 *
 * @param name what they show, usable as a file name
 * @param width pixels in a row
 * @param height rows
 * @param pixels XRGB8888, row after row
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares pictures
public record Picture(String name, int width, int height, int[] pixels) {}
