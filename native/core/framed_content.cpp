// Part after part, until the buffer is full.
#include "core/framed_content.h"

#include <algorithm>
#include <cstring>

namespace ioproof {
namespace {

/// What is made at once: it is still in the first cache when its checksum is taken.
constexpr size_t cached = 16384;

}  // namespace

void FramedContent::fill(uint64_t file, uint64_t offset, std::byte* data, size_t length) {
    if (offset == 0) {
        beginFile(file);
        setData(0);
    }
    while (length > 0) {
        if (given_ == partBytes()) {
            nextPart();
            continue;
        }
        const auto piece = static_cast<size_t>(std::min<uint64_t>(length, partBytes() - given_));
        fillPart(data, piece);
        given_ += piece;
        data += piece;
        length -= piece;
    }
}

void FramedContent::dataMade(const std::byte*, size_t) {}

std::vector<std::byte>& FramedContent::setFrame() {
    part_ = Part::Frame;
    given_ = 0;
    frame_.clear();
    return frame_;
}

void FramedContent::setData(uint64_t length) {
    part_ = Part::Data;
    given_ = 0;
    length_ = length;
}

void FramedContent::setZeros(uint64_t length) {
    part_ = Part::Zeros;
    given_ = 0;
    length_ = length;
}

void FramedContent::setEnd() { setZeros(UINT64_MAX); }

void FramedContent::fillPart(std::byte* data, size_t length) {
    switch (part_) {
        case Part::Frame: std::memcpy(data, frame_.data() + given_, length); break;
        case Part::Data: fillData(data, length); break;
        case Part::Zeros: std::memset(data, 0, length); break;
    }
}

void FramedContent::fillData(std::byte* data, size_t length) {
    while (length > 0) {
        const size_t piece = std::min(length, cached);
        stream_.fill(data, piece);
        dataMade(data, piece);
        data += piece;
        length -= piece;
    }
}

}  // namespace ioproof
