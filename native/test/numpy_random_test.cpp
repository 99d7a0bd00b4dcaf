// Against the published outputs of MT19937, the standard library's, and values that numpy 2.4.6 has printed.
#include "core/numpy_random.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>
#include <vector>

namespace ioproof {
namespace {

TEST(NumpyRandoms, FirstWordsAreThePublishedOnes) {
    NumpyRandom random(5489);
    EXPECT_EQ(random.next32(), 3499211612u);
    EXPECT_EQ(random.next32(), 581869302u);
    EXPECT_EQ(random.next32(), 3890346734u);
    for (int word = 3; word < 9999; ++word) random.next32();
    EXPECT_EQ(random.next32(), 4123659995u) << "the 10000th, as the C++ standard names it";
}

TEST(NumpyRandoms, WordsAreThoseOfTheStandardLibrary) {
    for (const uint32_t seed : {0u, 1u, 10u, 123u, 0xffffffffu}) {
        NumpyRandom random(seed);
        std::mt19937 expected(seed);
        for (int word = 0; word < 3000; ++word) ASSERT_EQ(random.next32(), expected()) << seed << " " << word;
    }
}

TEST(NumpyRandoms, UniformNumbersAreNumpys) {
    NumpyRandom random(10);
    for (const double expected : {0.771320643266746, 0.0207519493594015, 0.6336482349262754, 0.7488038825386119})
        EXPECT_EQ(random.uniform(), expected);
}

TEST(NumpyRandoms, NormalNumbersAreNumpys) {
    NumpyRandom random(10);
    for (const double expected :
         {1.331586504129518, 0.7152789743984055, -1.5454002921112682, -0.008383849928522256, 0.6213359738904805})
        EXPECT_DOUBLE_EQ(random.normal(0, 1), expected);
    NumpyRandom scaled(10);
    EXPECT_DOUBLE_EQ(scaled.normal(12107, 2822.205), 15865.010089886846);
    EXPECT_DOUBLE_EQ(scaled.normal(12107, 2822.205), 14125.663897942051);
}

TEST(NumpyRandoms, ShufflesAreNumpys) {
    NumpyRandom random(123);
    std::vector<uint32_t> values(20);
    std::iota(values.begin(), values.end(), 0);
    random.shuffle(values);
    EXPECT_EQ(values, (std::vector<uint32_t>{14, 5, 4, 17, 8, 7, 19, 12, 0, 15, 16, 9, 11, 10, 3, 1, 6, 18, 2, 13}));
    std::iota(values.begin(), values.end(), 0);
    random.shuffle(values);
    EXPECT_EQ(values, (std::vector<uint32_t>{6, 8, 13, 11, 5, 15, 9, 10, 12, 18, 2, 3, 7, 1, 17, 16, 0, 4, 14, 19}));
}

TEST(NumpyRandoms, LongShufflesAreNumpys) {
    NumpyRandom random(123);
    std::vector<uint32_t> values(100'003);
    std::iota(values.begin(), values.end(), 0);
    random.shuffle(values);
    EXPECT_EQ(values[0], 4241u);
    EXPECT_EQ(values[1], 84223u);
    EXPECT_EQ(values[50'000], 27859u);
    EXPECT_EQ(values[100'002], 15725u);
}

TEST(NumpyRandoms, DrawsStayWithinAndReachTheirLimit) {
    NumpyRandom random(1);
    EXPECT_EQ(random.upTo(0), 0u);
    std::vector<int> seen(6);
    for (int draw = 0; draw < 600; ++draw) ++seen.at(random.upTo(5));
    for (const int times : seen) EXPECT_GT(times, 60);
    uint64_t largest = 0;
    for (int draw = 0; draw < 1000; ++draw) largest = std::max(largest, random.upTo((uint64_t{1} << 40) + 1));
    EXPECT_LE(largest, (uint64_t{1} << 40) + 1);
    EXPECT_GT(largest, uint64_t{1} << 39);
}

}  // namespace
}  // namespace ioproof
