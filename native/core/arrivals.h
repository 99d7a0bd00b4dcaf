// When the operations of an open loop are meant to start, however slow the storage is.
#pragma once

#include <cmath>
#include <cstdint>

#include "core/exact_time.h"
#include "core/random.h"

namespace ioproof {

enum class ArrivalLaw : uint8_t { Fixed, Poisson };

/// Intended start times of one worker in nanoseconds from its start, never falling. Fixed: exact at any number of
/// arrivals. Poisson: gaps are exponential with the same mean, drawn by inversion; the part of a gap below a nanosecond
/// is carried on, so that it does not drift either. With a rate in bytes, the gap after an operation is that of its
/// bytes.
class Arrivals {
public:
    /// `firstAt`: start of the first operation of a fixed rate, see `staggered`; Poisson arrivals start with a gap that
    /// `firstAmount` (1 operation, or bytes) makes on average, so that workers need no stagger.
    Arrivals(Rate rate, ArrivalLaw law, uint64_t seed, uint64_t firstAt, uint64_t firstAmount)
        : law_(law),
          meanGap_(static_cast<double>(rate.ns) / static_cast<double>(rate.amount)),
          time_(rate, firstAt),
          random_(seed) {
        if (law_ == ArrivalLaw::Poisson) addGap(firstAmount);
    }

    /// When the next operation is meant to start.
    uint64_t due() const { return law_ == ArrivalLaw::Fixed ? time_.ns() : poissonNs_; }

    /// The operation that was due carries this amount: 1, or its bytes.
    void advance(uint64_t amount) {
        if (law_ == ArrivalLaw::Fixed) time_.advance(amount);
        else addGap(amount);
    }

private:
    void addGap(uint64_t amount) {
        // In (0, 1], so that the logarithm is finite.
        const double even = static_cast<double>((random_.next() >> 11) + 1) * 0x1p-53;
        const double gap = carried_ - std::log(even) * meanGap_ * static_cast<double>(amount);
        const auto whole = static_cast<uint64_t>(gap);
        carried_ = gap - static_cast<double>(whole);
        poissonNs_ += whole;
    }

    ArrivalLaw law_;
    double meanGap_;
    ExactTime time_;
    Random random_;
    uint64_t poissonNs_ = 0;
    double carried_ = 0;
};

}  // namespace ioproof
