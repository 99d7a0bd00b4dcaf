// Reads archives as APPNOTE.TXT describes them, from the end, and believes nothing that is told twice.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace ioproof {

struct ZipMember {
    std::string name;
    std::string_view content;
};

/// Of what has been read of an archive that is held in memory.
class ZipReader {
public:
    explicit ZipReader(std::string_view archive) : archive_(archive) {}

    /// Members that are stored; records a failure for each that is not as it should be.
    std::vector<ZipMember> members() const {
        const size_t end = archive_.size() - 22;
        EXPECT_EQ(archive_.substr(end, 4), "PK\x05\x06");
        uint64_t count = number(end + 10, 2);
        uint64_t bytes = number(end + 12, 4);
        uint64_t at = number(end + 16, 4);
        if (at == 0xffffffff) {
            const uint64_t wide = number(end - 12, 8);
            EXPECT_EQ(archive_.substr(wide, 4), "PK\x06\x06");
            count = number(wide + 32, 8);
            bytes = number(wide + 40, 8);
            at = number(wide + 48, 8);
        }
        std::vector<ZipMember> all;
        const uint64_t from = at;
        for (uint64_t member = 0; member < count; ++member) all.push_back(memberAt(at));
        EXPECT_EQ(at - from, bytes);
        return all;
    }

    /// Bit by bit, apart from what the product computes.
    static uint32_t slowCrc32(std::string_view bytes) {
        uint32_t crc = 0xffffffff;
        for (const char byte : bytes) {
            crc ^= static_cast<uint8_t>(byte);
            for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xedb88320u : 0);
        }
        return ~crc;
    }

private:
    uint64_t number(uint64_t at, size_t bytes) const {
        uint64_t value = 0;
        std::memcpy(&value, archive_.data() + at, bytes);
        return value;
    }

    ZipMember memberAt(uint64_t& at) const {
        EXPECT_EQ(archive_.substr(at, 4), "PK\x01\x02");
        EXPECT_EQ(number(at + 10, 2), 0u) << "stored";
        const uint64_t crc = number(at + 16, 4);
        uint64_t bytes = number(at + 24, 4);
        const size_t nameBytes = number(at + 28, 2);
        uint64_t offset = number(at + 42, 4);
        uint64_t wide = at + 46 + nameBytes + 4;
        if (bytes == 0xffffffff) {
            bytes = number(wide, 8);
            wide += 16;
        }
        if (offset == 0xffffffff) offset = number(wide, 8);
        const std::string name(archive_.substr(at + 46, nameBytes));
        at += 46 + nameBytes + number(at + 30, 2) + number(at + 32, 2);
        return {.name = name, .content = contentAt(offset, name, crc, bytes)};
    }

    std::string_view contentAt(uint64_t at, const std::string& name, uint64_t crc, uint64_t bytes) const {
        EXPECT_EQ(archive_.substr(at, 4), "PK\x03\x04");
        EXPECT_EQ(number(at + 14, 4), crc);
        EXPECT_EQ(archive_.substr(at + 30, name.size()), name);
        // Both sizes are in the field of 64 bits.
        const uint64_t extra = at + 30 + name.size();
        EXPECT_EQ(number(at + 18, 4), 0xffffffffu);
        EXPECT_EQ(number(extra, 2), 1u);
        EXPECT_EQ(number(extra + 4, 8), bytes);
        EXPECT_EQ(number(extra + 12, 8), bytes);
        return archive_.substr(extra + number(at + 28, 2), bytes);
    }

    std::string_view archive_;
};

}  // namespace ioproof
