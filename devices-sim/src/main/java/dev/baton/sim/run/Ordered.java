package dev.baton.sim.run;

/** What a job carries, and by which it is known whose iteration it is. */
interface Ordered {
    Order order();
}
