// Holds a closed loop to a rate of operations or bytes, evenly: no burst at the start of each second.
#pragma once

#include <cstdint>

#include "core/exact_time.h"

namespace ioproof {

/// Token bucket in its form without tokens and timer: the generic cell rate algorithm (ITU-T I.371, virtual
/// scheduling). What has been issued is paid for up to a time; the next operation may start then. Rate that was not
/// used is saved for `toleranceNs` at most: it makes up for late wake-ups, and limits the burst after a stall to its
/// worth.
class TokenPacer {
public:
    TokenPacer(Rate rate, uint64_t toleranceNs, uint64_t startAt) : toleranceNs_(toleranceNs), paid_(rate, startAt) {}

    /// The next operation may start then, or at once where this is past.
    uint64_t allowedAt() const { return paid_.ns(); }

    /// An operation of this amount (1, or its bytes) starts at `now`, which must not be before `allowedAt()`.
    void take(uint64_t now, uint64_t amount) {
        if (paid_.ns() + toleranceNs_ < now) paid_.skipTo(now - toleranceNs_);
        paid_.advance(amount);
    }

private:
    uint64_t toleranceNs_;
    ExactTime paid_;
};

}  // namespace ioproof
