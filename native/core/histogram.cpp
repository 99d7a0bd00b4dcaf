// Merging, percentiles and the V2 encoding of the histogram; none of it runs between two operations.
#include "core/histogram.h"

#include <sys/mman.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <new>
#include <utility>

namespace ioproof {
namespace {

constexpr size_t countsBytes = Histogram::slotCount * sizeof(uint64_t);

template <typename Integer>
void appendBigEndian(std::vector<uint8_t>& out, Integer value) {
    for (int shift = static_cast<int>(sizeof(Integer) * 8) - 8; shift >= 0; shift -= 8)
        out.push_back(static_cast<uint8_t>(static_cast<uint64_t>(value) >> shift));
}

/// ZigZag LEB128 as HdrHistogram V2 writes it: at most nine bytes, the ninth holds eight bits.
void appendZigZag(std::vector<uint8_t>& out, int64_t value) {
    auto rest = (static_cast<uint64_t>(value) << 1) ^ static_cast<uint64_t>(value >> 63);
    for (int byte = 0; byte < 8; ++byte) {
        if (rest < 0x80) {
            out.push_back(static_cast<uint8_t>(rest));
            return;
        }
        out.push_back(static_cast<uint8_t>(rest | 0x80));
        rest >>= 7;
    }
    out.push_back(static_cast<uint8_t>(rest));
}

}  // namespace

// Untouched pages of the mapping cost no memory: latencies of a job fill a few of the 66 pages.
Histogram::Histogram() {
    void* memory = mmap(nullptr, countsBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) throw std::bad_alloc();
    counts_ = static_cast<uint64_t*>(memory);
}

Histogram::Histogram(Histogram&& other) noexcept
    : counts_(std::exchange(other.counts_, nullptr)),
      overflow_(other.overflow_),
      sum_(other.sum_),
      min_(other.min_),
      max_(other.max_) {}

Histogram& Histogram::operator=(Histogram&& other) noexcept {
    std::swap(counts_, other.counts_);
    overflow_ = other.overflow_;
    sum_ = other.sum_;
    min_ = other.min_;
    max_ = other.max_;
    return *this;
}

Histogram::~Histogram() {
    if (counts_ != nullptr) munmap(counts_, countsBytes);
}

uint64_t Histogram::lowestIn(size_t slot) {
    if (slot < 2 * halfCount) return slot;
    const size_t octave = (slot >> halfBits) - 1;
    return static_cast<uint64_t>(slot - (octave << halfBits)) << octave;
}

uint64_t Histogram::highestIn(size_t slot) { return slot + 1 < slotCount ? lowestIn(slot + 1) - 1 : highest; }

void Histogram::merge(const Histogram& other) {
    if (other.empty()) return;
    for (size_t slot = other.firstSlot(); slot <= other.lastSlot(); ++slot) {
        // Reading an untouched page is free; writing zeros to ours would make it real.
        if (other.counts_[slot] != 0) counts_[slot] += other.counts_[slot];
    }
    overflow_ += other.overflow_;
    sum_ += other.sum_;
    min_ = std::min(min_, other.min_);
    max_ = std::max(max_, other.max_);
}

void Histogram::clear() {
    if (!empty()) std::fill(counts_ + firstSlot(), counts_ + lastSlot() + 1, 0);
    overflow_ = sum_ = max_ = 0;
    min_ = UINT64_MAX;
}

uint64_t Histogram::count() const {
    uint64_t total = overflow_;
    if (empty()) return total;
    for (size_t slot = firstSlot(); slot <= lastSlot(); ++slot) total += counts_[slot];
    return total;
}

double Histogram::mean() const {
    const uint64_t total = count();
    return total == 0 ? 0 : static_cast<double>(sum_) / static_cast<double>(total);
}

double Histogram::standardDeviation() const {
    const auto total = static_cast<double>(count() - overflow_);
    if (total == 0) return 0;
    const auto valueOf = [](size_t slot) {
        return (static_cast<double>(lowestIn(slot)) + static_cast<double>(highestIn(slot))) / 2;
    };
    // mean() would not do: it has the overflow in it.
    double sum = 0;
    for (size_t slot = firstSlot(); slot <= lastSlot(); ++slot)
        sum += static_cast<double>(counts_[slot]) * valueOf(slot);
    double squares = 0;
    for (size_t slot = firstSlot(); slot <= lastSlot(); ++slot) {
        const double distance = valueOf(slot) - sum / total;
        squares += static_cast<double>(counts_[slot]) * distance * distance;
    }
    return std::sqrt(squares / total);
}

uint64_t Histogram::percentile(double percentile) const {
    const uint64_t total = count();
    if (total == 0) return 0;
    // Rounding makes 99.9 % of 1000 a little more than 999, which would ask for one value too many: take it off again.
    constexpr double rounding = 4 * std::numeric_limits<double>::epsilon();
    const double rank = std::clamp(percentile, 0.0, 100.0) / 100.0 * static_cast<double>(total);
    const uint64_t wanted = std::max<uint64_t>(1, static_cast<uint64_t>(std::ceil(rank * (1 - rounding))));
    uint64_t reached = 0;
    for (size_t slot = firstSlot(); slot <= lastSlot(); ++slot) {
        reached += counts_[slot];
        if (reached >= wanted) return std::min(highestIn(slot), max_);
    }
    return max_;
}

std::vector<uint8_t> Histogram::encodeV2() const {
    std::vector<uint8_t> counts;
    const size_t end = empty() ? 0 : lastSlot() + 1;
    for (size_t slot = 0; slot < end;) {
        size_t zeros = 0;
        while (slot + zeros < end && counts_[slot + zeros] == 0) ++zeros;
        if (zeros > 0) {
            appendZigZag(counts, -static_cast<int64_t>(zeros));
            slot += zeros;
        } else {
            appendZigZag(counts, static_cast<int64_t>(counts_[slot++]));
        }
    }

    std::vector<uint8_t> out;
    out.reserve(40 + counts.size());
    appendBigEndian<uint32_t>(out, 0x1c849313);  // V2 cookie: 0x1c849303 | 0x10
    appendBigEndian<uint32_t>(out, static_cast<uint32_t>(counts.size()));
    appendBigEndian<uint32_t>(out, 0);  // normalizing index offset
    appendBigEndian<uint32_t>(out, significantDigits);
    appendBigEndian<uint64_t>(out, 1);  // lowest discernible value
    appendBigEndian<uint64_t>(out, highest);
    appendBigEndian<uint64_t>(out, std::bit_cast<uint64_t>(1.0));  // integer to double conversion ratio
    out.insert(out.end(), counts.begin(), counts.end());
    return out;
}

}  // namespace ioproof
