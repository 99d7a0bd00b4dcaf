// Thrift's compact protocol, as far as Parquet's metadata needs it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace ioproof {

/// Appends structs field by field. Fields are given by number, in ascending order within a struct.
class ThriftWriter {
public:
    explicit ThriftWriter(std::vector<std::byte>& out) : out_(out) {}

    /// `i32`, enums too, and `i64`.
    void number32(int field, int64_t value) { head(field, 5), zigzag(value); }
    void number64(int field, int64_t value) { head(field, 6), zigzag(value); }
    void text(int field, std::string_view value) { head(field, 8), bare(value); }

    void beginStruct(int field) { head(field, 12), ++depth_, last_[depth_] = 0; }
    void endStruct() { put(0), --depth_; }
    /// The struct that all others are in has no field to begin with.
    void endOutermost() { put(0); }
    /// The outermost struct goes on after this field, which another writer has written.
    void skipTo(int field) { last_[0] = field; }

    void listOfNumbers(int field, size_t length) { list(field, length, 5); }
    void listOfTexts(int field, size_t length) { list(field, length, 8); }
    /// Its elements are written between `beginElement` and `endStruct`.
    void listOfStructs(int field, size_t length) { list(field, length, 12); }
    void beginElement() { ++depth_, last_[depth_] = 0; }
    void bareNumber(int64_t value) { zigzag(value); }
    void bare(std::string_view value) {
        varint(value.size());
        for (const char letter : value) put(static_cast<uint8_t>(letter));
    }

private:
    void put(uint64_t byte) { out_.push_back(static_cast<std::byte>(byte)); }

    void varint(uint64_t value) {
        for (; value >= 0x80; value >>= 7) put((value & 0x7f) | 0x80);
        put(value);
    }

    void zigzag(int64_t value) { varint((static_cast<uint64_t>(value) << 1) ^ static_cast<uint64_t>(value >> 63)); }

    /// Fields of Parquet's structs are at most 15 apart, so that a byte tells the distance and the type.
    void head(int field, uint8_t type) {
        put(static_cast<uint64_t>(field - last_[depth_]) << 4 | type);
        last_[depth_] = field;
    }

    void list(int field, size_t length, uint8_t type) {
        head(field, 9);
        if (length < 15) return put(length << 4 | type);
        put(0xf0 | type);
        varint(length);
    }

    std::vector<std::byte>& out_;
    size_t depth_ = 0;
    std::array<int, 8> last_{};
};

}  // namespace ioproof
