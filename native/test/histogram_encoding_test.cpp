// The HdrHistogram V2 payload, read back by a decoder that shares no code with the encoder.
#include <gtest/gtest.h>

#include <bit>
#include <cstdint>
#include <map>
#include <vector>

#include "core/histogram.h"
#include "core/random.h"

namespace ioproof {
namespace {

/// Follows the format's description: header of 40 bytes, then ZigZag LEB128 counts where -n stands for n zeros.
class Decoder {
public:
    explicit Decoder(std::vector<uint8_t> bytes) : bytes_(std::move(bytes)) {}

    uint64_t bigEndian(size_t at, size_t length) const {
        uint64_t value = 0;
        for (size_t index = 0; index < length; ++index) value = value * 256 + bytes_.at(at + index);
        return value;
    }

    std::map<size_t, int64_t> counts() const {
        std::map<size_t, int64_t> counts;
        size_t slot = 0;
        for (size_t at = 40; at < bytes_.size();) {
            const int64_t number = zigZag(at);
            if (number < 0) slot += static_cast<size_t>(-number);
            else counts[slot++] = number;
        }
        return counts;
    }

    size_t size() const { return bytes_.size(); }

private:
    int64_t zigZag(size_t& at) const {
        uint64_t raw = 0;
        for (unsigned shift = 0;; shift += 7) {
            const uint64_t byte = bytes_.at(at++);
            if (shift == 56) {  // the ninth byte has no continuation bit
                raw |= byte << shift;
                break;
            }
            raw |= (byte & 0x7f) << shift;
            if (byte < 0x80) break;
        }
        return static_cast<int64_t>((raw >> 1) ^ (~(raw & 1) + 1));
    }

    std::vector<uint8_t> bytes_;
};

TEST(HistogramEncoding, StartsWithTheHeaderOfVersionTwo) {
    Histogram histogram;
    histogram.record(1234);
    const Decoder decoder(histogram.encodeV2());
    EXPECT_EQ(decoder.bigEndian(0, 4), 0x1c849313u);
    EXPECT_EQ(decoder.bigEndian(4, 4), decoder.size() - 40) << "length of the counts";
    EXPECT_EQ(decoder.bigEndian(8, 4), 0u) << "normalizing index offset";
    EXPECT_EQ(decoder.bigEndian(12, 4), 3u) << "significant digits";
    EXPECT_EQ(decoder.bigEndian(16, 8), 1u) << "lowest discernible value";
    EXPECT_EQ(decoder.bigEndian(24, 8), 3'600'000'000'000u) << "highest trackable value";
    EXPECT_EQ(std::bit_cast<double>(decoder.bigEndian(32, 8)), 1.0) << "conversion ratio";
}

TEST(HistogramEncoding, HoldsEveryCount) {
    Random random(11);
    Histogram histogram;
    std::map<size_t, int64_t> expected;
    for (int draw = 0; draw < 20'000; ++draw) {
        const uint64_t value = (random.next() >> random.below(64)) % (Histogram::highest + 1);
        histogram.record(value);
        ++expected[Histogram::slotOf(value)];
    }
    EXPECT_EQ(Decoder(histogram.encodeV2()).counts(), expected);
}

TEST(HistogramEncoding, HoldsCountsOfAnyLength) {
    // Doubling by merging itself reaches counts that need several bytes.
    Histogram histogram;
    histogram.record(77);
    int64_t count = 1;
    for (int round = 0; round < 40; ++round) {
        Histogram copy;
        copy.merge(histogram);
        histogram.merge(copy);
        count *= 2;
        const std::map<size_t, int64_t> expected{{77, count}};
        ASSERT_EQ(Decoder(histogram.encodeV2()).counts(), expected);
    }
}

TEST(HistogramEncoding, LeavesTheOverflowOut) {
    Histogram histogram;
    histogram.record(10);
    histogram.record(2 * Histogram::highest);
    const std::map<size_t, int64_t> expected{{10, 1}};
    EXPECT_EQ(Decoder(histogram.encodeV2()).counts(), expected);
}

TEST(HistogramEncoding, IsAHeaderOnlyWhenNothingWasRecorded) {
    const Decoder decoder(Histogram().encodeV2());
    EXPECT_EQ(decoder.size(), 40u);
    EXPECT_EQ(decoder.bigEndian(4, 4), 0u);
}

}  // namespace
}  // namespace ioproof
