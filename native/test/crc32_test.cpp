// CRC-32 against a bit-by-bit computation, on every path that this processor can run.
#include "core/crc32.h"

#include <gtest/gtest.h>

#include <cstring>
#include <string>
#include <vector>

#include "core/random.h"
#include "test/zip_reader.h"

namespace ioproof {
namespace {

std::string randomBytes(size_t length) {
    Random random(length);
    std::string bytes(length, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random.next());
    return bytes;
}

const std::byte* dataOf(const std::string& bytes) { return reinterpret_cast<const std::byte*>(bytes.data()); }

TEST(Crc32, HasThePublishedCheckValue) {
    const std::string check = "123456789";
    for (const auto& path : crc32Paths()) EXPECT_EQ(path.run(dataOf(check), 9, 0), 0xcbf43926u) << path.name;
}

TEST(Crc32, EveryPathGivesTheSame) {
    for (size_t length = 0; length < 700; ++length) {
        const std::string bytes = randomBytes(length + 1).substr(1);
        for (const auto& path : crc32Paths())
            ASSERT_EQ(path.run(dataOf(bytes), length, 0), ZipReader::slowCrc32(bytes)) << path.name << " " << length;
    }
}

TEST(Crc32, GoesOnWhereTheLastPieceEnded) {
    const std::string bytes = randomBytes(5000);
    const uint32_t whole = ZipReader::slowCrc32(bytes);
    for (const auto& path : crc32Paths())
        for (size_t cut = 0; cut <= bytes.size(); cut += 37)
            ASSERT_EQ(path.run(dataOf(bytes) + cut, bytes.size() - cut, path.run(dataOf(bytes), cut, 0)), whole);
}

TEST(Crc32, IsWhatThePatchWasMadeFor) {
    Random random(9);
    for (size_t length = 0; length < 200; ++length) {
        std::string bytes = randomBytes(length);
        const auto wanted = static_cast<uint32_t>(random.next());
        const uint32_t patch = crc32Patch(crc32(dataOf(bytes), length), wanted);
        bytes.append(reinterpret_cast<const char*>(&patch), 4);
        EXPECT_EQ(ZipReader::slowCrc32(bytes), wanted);
    }
}

}  // namespace
}  // namespace ioproof
