package dev.baton.sim.gpu;

/**
 * A GPU that holds as many commands as it may: the job that came on top ended FAILED with this cause,
 * and nothing of it was begun.
 *
 * @since 0.1
 */
public final class RingFullException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RingFullException(String gpu, int commandsMax) {
        super(gpu + ": the command ring is full with " + commandsMax
                + " commands; submit less ahead, or give the GPU more commandsMax");
    }
}
