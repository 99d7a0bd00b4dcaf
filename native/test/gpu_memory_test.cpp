// Memory, streams and events of a GPU are given back by their owners; the stand-in aborts over what is left.
#include "gpu/gpu_memory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "core/io_error.h"
#include "gpu/gpu_devices.h"
#include "test/standin_rig.h"

namespace ioproof {
namespace {

class GpuMemory : public testing::Test {
protected:
    GpuMemory() : cuda_(IOPROOF_STANDIN_CUDA), context_(cuda_, listGpus(cuda_).front().ordinal) { context_.use(); }

    const CudaLibrary cuda_;
    const PrimaryContext context_;
};

TEST_F(GpuMemory, HoldsWhatIsCopiedThere) {
    const DeviceMemory memory(cuda_, 8192);
    EXPECT_EQ(memory.size(), 8192u);
    std::vector<char> content(8192, 'a');
    cuda_.require(cuda_->cuMemcpyHtoD_v2(memory.address(), content.data(), content.size()), "cuMemcpyHtoD");
    content.assign(content.size(), 'b');
    cuda_.require(cuda_->cuMemcpyDtoH_v2(content.data(), memory.address(), content.size()), "cuMemcpyDtoH");
    EXPECT_EQ(content, std::vector<char>(8192, 'a'));
}

TEST_F(GpuMemory, CopiesFromPinnedMemoryOnAStream) {
    const DeviceMemory memory(cuda_, 4096);
    std::vector<char> from(4096, 'a');
    std::vector<char> to(4096, 'b');
    const PinnedMemory pinnedFrom(cuda_, from.data(), from.size());
    const PinnedMemory pinnedTo(cuda_, to.data(), to.size());
    std::vector<GpuStream> streams;
    streams.emplace_back(cuda_);
    streams.emplace_back(cuda_);
    std::vector<GpuEvent> events;
    events.emplace_back(cuda_, true);
    events.emplace_back(cuda_, false);
    const auto stream = streams.back().get();
    ASSERT_EQ(cuda_->cuMemcpyHtoDAsync_v2(memory.address(), from.data(), from.size(), stream), cuda::success);
    ASSERT_EQ(cuda_->cuMemcpyDtoHAsync_v2(to.data(), memory.address(), to.size(), stream), cuda::success);
    ASSERT_EQ(cuda_->cuEventRecord(events.back().get(), stream), cuda::success);
    ASSERT_EQ(cuda_->cuEventSynchronize(events.back().get()), cuda::success);
    EXPECT_EQ(to, from);
}

TEST_F(GpuMemory, SaysHowMuchWasAskedForWhereThereIsTooLittle) {
    try {
        const DeviceMemory memory(cuda_, size_t{1} << 50);
        FAIL() << "a pebibyte was given";
    } catch (const JobError& error) {
        EXPECT_EQ(error.code(), "GPU_MEMORY");
        EXPECT_THAT(error.what(),
                    testing::HasSubstr("cuMemAlloc of 1125899906842624 bytes: CUDA_ERROR_OUT_OF_MEMORY (2)"));
    }
}

TEST_F(GpuMemory, IsPinnedOnce) {
    std::vector<char> memory(4096);
    {
        const PinnedMemory pinned(cuda_, memory.data(), memory.size());
        EXPECT_THROW(PinnedMemory(cuda_, memory.data(), memory.size()), JobError);
    }
    EXPECT_NO_THROW(PinnedMemory(cuda_, memory.data(), memory.size()));
}

}  // namespace
}  // namespace ioproof
