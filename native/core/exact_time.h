// Time that a rate gives to amounts of work, added up without rounding.
#pragma once

#include <cstdint>

#include "core/wide_integer.h"

namespace ioproof {

/// So much work in so many nanoseconds; both at least 1 and at most 2^62. The unit of the amount is the caller's:
/// operations or bytes.
struct Rate {
    uint64_t amount;
    uint64_t ns;
};

/// Start plus floor(sum of amounts × ns / amount of the rate), in nanoseconds: the remainder of each division is
/// carried to the next, so that a billion additions are off by less than one nanosecond.
class ExactTime {
public:
    ExactTime(Rate rate, uint64_t start) : rate_(rate), ns_(start) {}

    uint64_t ns() const { return ns_; }

    /// Divides only when the amount is another one than the last time. Amounts of more than 2^63 ns are beyond it.
    void advance(uint64_t amount) {
        if (amount != lastAmount_) [[unlikely]]
            divide(amount);
        remainder_ += lastRemainder_;
        const bool full = remainder_ >= rate_.amount;
        remainder_ -= full ? rate_.amount : 0;
        ns_ += lastNs_ + full;
    }

    /// Goes to a later time; what was carried is dropped.
    void skipTo(uint64_t ns) {
        ns_ = ns;
        remainder_ = 0;
    }

private:
    void divide(uint64_t amount) {
        const Uint128 product = static_cast<Uint128>(amount) * rate_.ns;
        lastAmount_ = amount;
        lastNs_ = static_cast<uint64_t>(product / rate_.amount);
        lastRemainder_ = static_cast<uint64_t>(product % rate_.amount);
    }

    Rate rate_;
    uint64_t ns_;
    uint64_t remainder_ = 0;
    uint64_t lastAmount_ = 0;
    uint64_t lastNs_ = 0;
    uint64_t lastRemainder_ = 0;
};

/// Where worker `worker` of `workers` starts in the gap that `amount` makes, so that workers of one rate do not all
/// start at the same time.
inline uint64_t staggered(Rate rate, uint64_t amount, uint32_t worker, uint32_t workers) {
    const auto gap = static_cast<uint64_t>(static_cast<Uint128>(amount) * rate.ns / rate.amount);
    return static_cast<uint64_t>(static_cast<Uint128>(gap) * worker / workers);
}

}  // namespace ioproof
