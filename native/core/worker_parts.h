// Items shared out among workers: one range each, by formula.
#pragma once

#include <cstdint>

#include "core/wide_integer.h"

namespace ioproof {

/// Worker w of W has the items [count*w/W, count*(w+1)/W), rounded down: as many as the others, or one more.
struct WorkerParts {
    uint64_t count;
    uint32_t workers;

    /// Also of the worker after the last: the end of all.
    uint64_t start(uint32_t worker) const { return smallest() * worker + largerBefore(worker); }
    uint64_t size(uint32_t worker) const { return start(worker + 1) - start(worker); }
    uint64_t smallest() const { return count / workers; }
    /// Workers before this one that have one item more than the others.
    uint64_t largerBefore(uint32_t worker) const { return count % workers * worker / workers; }
    uint32_t workerOf(uint64_t item) const {
        if (workers == 1) return 0;
        return static_cast<uint32_t>(((Uint128{item} + 1) * workers - 1) / count);
    }
};

}  // namespace ioproof
