/** The sharing core: memory that several devices see. It knows nothing of queues. */
module dev.baton.buffers {
    requires static org.jspecify;
}
