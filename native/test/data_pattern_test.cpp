// Buffer content is filled to the byte, never beyond, never repeats and cannot be compressed.
#include "core/data_pattern.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <unordered_set>
#include <vector>

#include "core/random.h"

namespace ioproof {
namespace {

constexpr std::byte guard{0xa5};

/// xorshift128+ of one lane, without vectors: what any build of the generator must produce.
struct ScalarLane {
    uint64_t first, second;
    uint64_t next() {
        const uint64_t result = first + second;
        uint64_t x = first;
        first = second;
        x ^= x << 23;
        second = x ^ second ^ (x >> 18) ^ (second >> 5);
        return result;
    }
};

std::vector<std::byte> scalarStream(uint64_t seed, size_t words) {
    Random random(seed);
    std::array<ScalarLane, 8> lanes{};
    for (auto& lane : lanes) {
        lane.first = random.next() | 1;
        lane.second = random.next();
    }
    std::vector<std::byte> stream(words * 8);
    for (size_t word = 0; word < words; ++word) {
        const uint64_t value = lanes[word % 8].next();
        std::memcpy(&stream[word * 8], &value, 8);
    }
    return stream;
}

std::vector<std::byte> filled(uint64_t seed, size_t length) {
    std::vector<std::byte> data(length);
    DataPattern(seed).fill(data.data(), length);
    return data;
}

TEST(DataPattern, IsTheSameStreamWithVectorsAndWithout) {
    for (const uint64_t seed : {0u, 1u, 12345u}) EXPECT_EQ(filled(seed, 65'536), scalarStream(seed, 8192));
}

TEST(DataPattern, FillsAnyLengthAtAnyAlignmentAndNothingBeyond) {
    for (size_t start = 0; start < 70; ++start) {
        for (const size_t length : {0u, 1u, 7u, 8u, 63u, 64u, 65u, 127u, 128u, 129u, 1000u, 4096u}) {
            std::vector<std::byte> memory(start + length + 64, guard);
            DataPattern(5).fill(memory.data() + start, length);
            const std::vector<std::byte> expected = filled(5, length);
            const auto begin = memory.begin() + static_cast<std::ptrdiff_t>(start);
            const auto end = begin + static_cast<std::ptrdiff_t>(length);
            const auto isGuard = [](std::byte byte) { return byte == guard; };
            ASSERT_TRUE(std::all_of(memory.begin(), begin, isGuard)) << start << " " << length;
            ASSERT_TRUE(std::equal(begin, end, expected.begin())) << start << " " << length;
            ASSERT_TRUE(std::all_of(end, memory.end(), isGuard)) << start << " " << length;
        }
    }
}

TEST(DataPattern, GivesNoBlockOf64BytesTwice) {
    constexpr size_t bytes = size_t{64} << 20;
    const std::vector<std::byte> data = filled(1, bytes);
    // A 64-bit hash of a million blocks: an accidental match has a chance of 3 in 10^8, and the seed is fixed.
    std::unordered_set<uint64_t> seen;
    seen.reserve(bytes / 64);
    for (size_t at = 0; at < bytes; at += 64) {
        uint64_t hash = 0;
        for (size_t word = 0; word < 64; word += 8) {
            uint64_t value;
            std::memcpy(&value, &data[at + word], 8);
            hash = mix64(hash ^ value);
        }
        ASSERT_TRUE(seen.insert(hash).second) << "offset " << at;
    }
}

TEST(DataPattern, GivesNewContentWithEachFillAndEachSeed) {
    DataPattern pattern(3);
    std::vector<std::byte> first(4096), second(4096);
    pattern.fill(first.data(), first.size());
    pattern.fill(second.data(), second.size());
    EXPECT_NE(first, second);
    EXPECT_NE(first, filled(4, 4096));
}

TEST(DataPattern, CannotBeCompressed) {
    const std::vector<std::byte> data = filled(2, size_t{1} << 20);
    const auto entropyBits = [&data](size_t stride) {
        std::array<double, 256> counts{};
        for (size_t at = 0; at < data.size(); ++at)
            ++counts[static_cast<size_t>(data[at] ^ (stride == 0 ? std::byte{0} : data[(at + stride) % data.size()]))];
        double bits = 0;
        for (const double count : counts)
            if (count > 0) bits -= count / 1048576 * std::log2(count / 1048576);
        return bits;
    };
    // A million random bytes have 7.9998 bits of entropy a byte; with what lies a little further on, as well.
    for (const size_t stride : {0u, 1u, 8u, 64u, 128u, 4096u}) EXPECT_GT(entropyBits(stride), 7.999) << stride;
}

}  // namespace
}  // namespace ioproof
