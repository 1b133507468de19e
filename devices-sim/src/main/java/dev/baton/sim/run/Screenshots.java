package dev.baton.sim.run;

/**
 * Takes pictures of what displays show. Called on each display's thread.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface Screenshots {
    /**
     * A frame leaves a screen.
     *
     * @param shot what the beam read
     */
    void took(Screenshot shot);

    /**
     * Asked when a frame comes to a screen, as a picture of it takes time and memory.
     *
     * @param display whose screen
     * @return whether to take one
     */
    default boolean wants(String display) {
        return true;
    }
}
