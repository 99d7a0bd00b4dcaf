// How long an emulated accelerator computes on a batch.
#pragma once

#include <cstdint>

#include "core/training_spec.h"

namespace ioproof {

/// A function of key, rank and step, so that the order in which threads come does not matter.
class ComputeLaw {
public:
    /// `key`: another one for each job and epoch.
    ComputeLaw(const ComputeTime& time, uint64_t key) : time_(time), key_(key) {}

    /// Nanoseconds.
    uint64_t of(uint32_t rank, uint64_t step) const {
        return time_.form == ComputeForm::Fixed ? time_.meanNs : drawn(rank, step);
    }

private:
    uint64_t drawn(uint32_t rank, uint64_t step) const;

    ComputeTime time_;
    uint64_t key_;
};

}  // namespace ioproof
