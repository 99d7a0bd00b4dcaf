// Bytes of objects: known again however they are cut, other ones in every sector, and nothing that a compressor finds.
#include "core/kv_content.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <set>
#include <string_view>

namespace ioproof {
namespace {

constexpr size_t sector = 4096;

std::vector<std::byte> filled(KvContent& content, uint64_t object, uint64_t offset, size_t length) {
    std::vector<std::byte> bytes(length);
    content.fill(object, offset, bytes.data(), length);
    return bytes;
}

TEST(KvContent, IsTheSameInPiecesOfAnySize) {
    KvContent content(1), other(1);
    const auto whole = filled(content, 7, 0, 5 * sector + 123);
    std::vector<std::byte> pieces;
    for (const size_t length : {2 * sector, sector, 2 * sector + 123}) {
        const auto piece = filled(other, 7, pieces.size(), length);
        pieces.insert(pieces.end(), piece.begin(), piece.end());
    }
    EXPECT_EQ(whole, pieces);
}

TEST(KvContent, HasNoSectorTwice) {
    KvContent content(1);
    std::set<std::string> seen;
    for (uint64_t object = 0; object < 8; ++object) {
        const auto bytes = filled(content, object, 0, 512 * sector);
        for (size_t at = 0; at < bytes.size(); at += 512)
            seen.emplace(reinterpret_cast<const char*>(bytes.data()) + at, 512);
    }
    EXPECT_EQ(seen.size(), size_t{8} * 512 * 8);
    EXPECT_NE(filled(content, 1, 0, sector), filled(content, 1, sector, sector));
    KvContent next(2);
    EXPECT_NE(filled(content, 1, 0, sector), filled(next, 1, 0, sector));
}

TEST(KvContent, CannotBeCompressed) {
    KvContent content(3);
    const auto bytes = filled(content, 1, 0, 1 << 20);
    std::array<double, 256> counts{};
    for (const std::byte byte : bytes) ++counts[static_cast<size_t>(byte)];
    double bits = 0;
    for (const double count : counts) bits -= count / double(bytes.size()) * std::log2(count / double(bytes.size()));
    EXPECT_GT(bits, 7.999);
}

TEST(KvContent, TellsTheFirstByteThatIsWrong) {
    KvContent content(4);
    auto bytes = filled(content, 9, 2 * sector, 3 * sector + 5);
    EXPECT_EQ(content.matching(9, 2 * sector, bytes.data(), bytes.size()), bytes.size());
    bytes.back() ^= std::byte{1};
    EXPECT_EQ(content.matching(9, 2 * sector, bytes.data(), bytes.size()), bytes.size() - 1);
    bytes[sector + 17] ^= std::byte{0x80};
    EXPECT_EQ(content.matching(9, 2 * sector, bytes.data(), bytes.size()), sector + 17);
    EXPECT_EQ(content.matching(8, 2 * sector, bytes.data(), bytes.size()), 0u);
}

}  // namespace
}  // namespace ioproof
