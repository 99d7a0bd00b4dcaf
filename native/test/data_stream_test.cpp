// The stream's bytes: the same in whatever pieces they are asked for.
#include "core/data_stream.h"

#include <gtest/gtest.h>

#include <vector>

#include "core/random.h"

namespace ioproof {
namespace {

using Bytes = std::vector<std::byte>;

template <typename NextPiece>
Bytes made(size_t length, NextPiece next) {
    DataStream stream(7);
    Bytes all(length);
    for (size_t at = 0; at < length;) {
        const size_t piece = std::min<size_t>(next(), length - at);
        stream.fill(all.data() + at, piece);
        at += piece;
    }
    return all;
}

TEST(DataStreams, DoNotDependOnThePieces) {
    const Bytes whole = made(5000, [] { return size_t{5000}; });
    for (const size_t piece : {1, 7, 63, 64, 65, 128, 1000})
        EXPECT_EQ(made(5000, [piece] { return piece; }), whole) << "in pieces of " << piece;
    for (uint64_t seed = 0; seed < 50; ++seed) {
        Random random(seed);
        EXPECT_EQ(made(5000, [&random] { return static_cast<size_t>(random.below(200)); }), whole) << "seed " << seed;
    }
}

TEST(DataStreams, AreThoseOfThePattern) {
    Bytes expected(4096);
    DataPattern(7).fill(expected.data(), expected.size());
    EXPECT_EQ(made(4096, [] { return size_t{100}; }), expected);
}

}  // namespace
}  // namespace ioproof
