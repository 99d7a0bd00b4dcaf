// Whole steps go straight into the buffer; only the rest of one is kept.
#include "core/data_stream.h"

#include <algorithm>
#include <cstring>

namespace ioproof {

void DataStream::fill(std::byte* data, size_t length) {
    const size_t left = std::min(length, madeLeft_);
    std::memcpy(data, made_.data() + step - madeLeft_, left);
    madeLeft_ -= left;
    data += left;
    length -= left;
    const size_t whole = length / step * step;
    pattern_.fill(data, whole);
    if (whole == length) return;
    pattern_.fill(made_.data(), step);
    std::memcpy(data + whole, made_.data(), length - whole);
    madeLeft_ = step - (length - whole);
}

}  // namespace ioproof
