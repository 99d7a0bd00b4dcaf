// What describes the file, the records, and labels that are all 0, as DLIO writes them.
#include <utility>

#include "core/framed_content.h"
#include "core/hdf5_layout.h"

namespace ioproof {
namespace {

class Hdf5Content final : public FramedContent {
public:
    Hdf5Content(std::shared_ptr<const SampleFiles> files, uint64_t seed)
        : FramedContent(seed), files_(std::move(files)) {}

private:
    enum class Next : uint8_t { Head, Records, Labels, End };

    void beginFile(uint64_t file) override {
        shape_ = files_->shapeOf(file);
        next_ = Next::Head;
    }

    void nextPart() override {
        switch (next_) {
            case Next::Head: next_ = Next::Records; return appendHdf5Head(setFrame(), shape_);
            case Next::Records: next_ = Next::Labels; return setData(shape_.payloadBytes());
            case Next::Labels: next_ = Next::End; return setZeros(hdf5LabelBytes(shape_));
            case Next::End: return setEnd();
        }
    }

    const std::shared_ptr<const SampleFiles> files_;
    SampleShape shape_;
    Next next_ = Next::Head;
};

}  // namespace

std::unique_ptr<SampleContent> makeHdf5Content(std::shared_ptr<const SampleFiles> files, uint64_t seed) {
    return std::make_unique<Hdf5Content>(std::move(files), seed);
}

}  // namespace ioproof
