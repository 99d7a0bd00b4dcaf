// Files of frames and data in turn: a frame is written out whole, data is made as it is asked for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/data_stream.h"
#include "core/sample_content.h"

namespace ioproof {

/// What containers have in common: one part after the other, in as many pieces as one likes.
class FramedContent : public SampleContent {
public:
    void fill(uint64_t file, uint64_t offset, std::byte* data, size_t length) final;

protected:
    explicit FramedContent(uint64_t seed) : stream_(seed) {}

    /// A file begins: whatever is known of the one before is void. The first part is then asked for with `nextPart`.
    virtual void beginFile(uint64_t file) = 0;
    /// Names the next part by one of the calls below; it may be empty. Not called again after `setEnd`.
    virtual void nextPart() = 0;
    /// Told of data that was made, in its order.
    virtual void dataMade(const std::byte* data, size_t length);

    /// The part is what this holds, which the caller fills.
    std::vector<std::byte>& setFrame();
    void setData(uint64_t length);
    void setZeros(uint64_t length);
    /// Nothing follows; a buffer that is larger than the file has zeros behind it.
    void setEnd();

private:
    enum class Part : uint8_t { Frame, Data, Zeros };

    uint64_t partBytes() const { return part_ == Part::Frame ? frame_.size() : length_; }
    void fillPart(std::byte* data, size_t length);
    void fillData(std::byte* data, size_t length);

    DataStream stream_;
    Part part_ = Part::Zeros;
    std::vector<std::byte> frame_;
    /// Of data and zeros.
    uint64_t length_ = 0;
    /// Bytes of the part that have been given.
    uint64_t given_ = 0;
};

}  // namespace ioproof
