// Which item of a namespace a worker takes next: its part of them, in the order of access, pass after pass.
#pragma once

#include <cstdint>

#include "core/job_spec.h"
#include "core/permutation.h"
#include "core/random.h"
#include "sources/source.h"

namespace ioproof {

/// Each item exactly once a pass over all workers, in an order that changes each pass; access `random` draws with
/// replacement instead. Where names come and go, or the job says whose items a worker uses, each keeps to its part.
/// Items are files, or the directories of the namespace: parents before what is in them, or after it where they are
/// removed. With `everyWorkerVisits` each worker goes over all items, one after the other or in an order of its own.
class ItemOrder {
public:
    ItemOrder(const JobSpec& spec, const FileNamespace& files, WorkerShare share);

    uint64_t itemsPerPass() const { return last_ - first_; }
    /// From 0.
    uint64_t pass() const { return pass_; }
    bool passIsOver() const { return position_ == last_; }
    bool hasNextPass() const;
    void beginPass();
    /// Each worker has items of its own, so that a pass must end before the next one begins.
    bool ownsItems() const { return ownsItems_; }

    /// The next item; the pass must not be over.
    uint64_t next();

private:
    uint64_t permutedItems() const;

    const JobSpec& spec_;
    /// Of all workers.
    const uint64_t itemCount_;
    uint64_t first_;
    uint64_t last_;
    uint64_t position_;
    uint64_t pass_ = 0;
    const bool ownsItems_;
    const bool lastFirst_;
    Random random_;
    const uint64_t permutationSeed_;
    Permutation permutation_;
};

}  // namespace ioproof
