package dev.baton.proptests.rule;

/**
 * What a change of ownership is made of, and what each costs, in the time of a word from the cache.
 * Orders of magnitude of a phone's or a laptop's core; the page says where they decide.
 */
enum Operation {
    WORD(
            "words",
            1,
            "the core loads or stores eight bytes that are in its cache: the unit, about 1 ns"),
    LINE_FILL(
            "fills",
            20,
            "memory answers after 100 ns, and prefetching hides most of that from accesses in a row"),
    WRITE_BACK(
            "write-backs",
            10,
            "64 bytes at the 6 GB/s that one core writes; the core does not wait"),
    LINE_MAINTAINED(
            "lines walked",
            5,
            "an instruction for each line of the range, whether or not it is in the cache"),
    FAULT(
            "faults",
            500,
            "an exception, the look-up of the mapping, the handler and the way back: half a microsecond"),
    SHOOT_DOWN(
            "pages shot down",
            50,
            "a page table entry is cleared, and all cores forget it before the next step"),
    CALL("bracket calls", 150, "a system call, and the look-up of the buffer by its handle"),
    UNCACHED_READ(
            "uncached reads", 80, "the whole way to memory for each word, while the core waits"),
    COMBINED_WRITE("bursts", 10, "as a write-back: up to 64 bytes in one burst, and no wait");

    final String plural;
    final int cost;
    final String why;

    Operation(String plural, int cost, String why) {
        this.plural = plural;
        this.cost = cost;
        this.why = why;
    }
}
