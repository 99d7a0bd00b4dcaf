// Latency histogram in the HDR layout: nanoseconds, three significant digits, 1 ns to 1 h, mergeable.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace ioproof {

/// Log-linear counters as HdrHistogram lays them out for three significant digits: 2048 exact values, then 1024
/// equal steps an octave. A reported value is off by less than one step: 1/1024 < 0.1 % of the value.
/// Values over `highest` are counted apart as overflow; they are part of `max` and the mean only.
class Histogram {
public:
    static constexpr uint64_t highest = 3'600'000'000'000;  // one hour
    static constexpr int significantDigits = 3;
    static constexpr unsigned halfBits = 10;
    static constexpr size_t halfCount = size_t{1} << halfBits;
    /// (buckets + 1) × halfCount, where 2048 × 2^(buckets - 1) is the first that exceeds `highest`: 32 buckets.
    static constexpr size_t slotCount = 33 * halfCount;

    Histogram();
    Histogram(Histogram&& other) noexcept;
    Histogram& operator=(Histogram&& other) noexcept;
    Histogram(const Histogram&) = delete;
    Histogram& operator=(const Histogram&) = delete;
    ~Histogram();

    void record(uint64_t value) {
        if (value > highest) [[unlikely]] {
            ++overflow_;
        } else {
            ++counts_[slotOf(value)];
        }
        sum_ += value;
        if (value < min_) min_ = value;
        if (value > max_) max_ = value;
    }

    static size_t slotOf(uint64_t value) {
        // Octave above the exact range: 0 for values below 2048.
        const auto octave = static_cast<unsigned>(std::bit_width(value | (2 * halfCount - 1))) - (halfBits + 1);
        return (static_cast<size_t>(octave) << halfBits) + static_cast<size_t>(value >> octave);
    }
    /// Smallest and largest value that fall in a slot.
    static uint64_t lowestIn(size_t slot);
    static uint64_t highestIn(size_t slot);

    void merge(const Histogram& other);
    void clear();

    /// All recorded values, the overflow included.
    uint64_t count() const;
    uint64_t overflow() const { return overflow_; }
    uint64_t min() const { return min_ == UINT64_MAX ? 0 : min_; }
    uint64_t max() const { return max_; }
    /// Exact mean: the sum is kept beside the counters.
    double mean() const;
    /// From the middle of each slot, so within the layout's error; the overflow is left out.
    double standardDeviation() const;
    /// Largest value of the slot in which the share `percentile` (0 … 100) of the values is reached, at most max();
    /// 0 when nothing was recorded. The overflow counts as the largest values.
    uint64_t percentile(double percentile) const;

    /// HdrHistogram V2 payload (header and ZigZag LEB128 counts), big-endian, not compressed.
    std::vector<uint8_t> encodeV2() const;

private:
    /// Slots that can be other than zero: [first, last].
    size_t firstSlot() const { return min_ > highest ? 0 : slotOf(min_); }
    size_t lastSlot() const { return slotOf(max_ > highest ? highest : max_); }
    bool empty() const { return min_ == UINT64_MAX; }

    uint64_t* counts_;
    uint64_t overflow_ = 0;
    uint64_t sum_ = 0;
    uint64_t min_ = UINT64_MAX;
    uint64_t max_ = 0;
};

}  // namespace ioproof
