// The stand-ins of CUDA and cuFile where nothing fails: what tests of the engines rely on.
#include <gtest/gtest.h>

#include <array>
#include <set>
#include <span>
#include <thread>

#include "test/standin_rig.h"

namespace ioproof {
namespace {

constexpr size_t block = 4096;
/// Of the first GPU in CUfileStatsLevel3_t.
constexpr size_t gpu = 1032;

TEST(StandinCudaTest, TellsOfItsDevices) {
    const StandinScript two{{"STANDIN_GPUS", "2"}, {"STANDIN_GPU_NAMES", "Small;Large"}};
    ASSERT_EQ(CUDA(cuInit)(0), 0);
    int count = 0;
    ASSERT_EQ(CUDA(cuDeviceGetCount)(&count), 0);
    EXPECT_EQ(count, 2);
    std::array<char, 64> name{};
    ASSERT_EQ(CUDA(cuDeviceGetName)(name.data(), 64, 1), 0);
    EXPECT_STREQ(name.data(), "Large");
    ASSERT_EQ(CUDA(cuDeviceGetPCIBusId)(name.data(), 64, 1), 0);
    EXPECT_STREQ(name.data(), "0000:3C:00.0");
    EXPECT_EQ(CUDA(cuDeviceGetName)(name.data(), 64, 2), cuda::invalidDevice);
}

TEST(StandinCudaTest, RefusesCallsWithoutAContextOnTheirThread) {
    const StandinContext context;
    std::thread([] {
        cuda::DevicePointer pointer = 0;
        EXPECT_EQ(CUDA(cuMemAlloc_v2)(&pointer, block), 201);
    }).join();
}

TEST(StandinCudaTest, MovesOnlyBetweenHostAndDevice) {
    const StandinContext context;
    const StandinMemory memory(block);
    memory.upload(StandinFile::contentOf(3));
    EXPECT_EQ(memory.download(), StandinFile::contentOf(3));
    std::string text(block, 'x');
    EXPECT_EQ(CUDA(cuMemcpyHtoD_v2)(reinterpret_cast<cuda::DevicePointer>(text.data()), text.data(), block), 1);
    EXPECT_EQ(CUDA(cuMemcpyHtoD_v2)(memory.pointer() + 1, text.data(), block), 1);
    EXPECT_EQ(CUDA(cuMemcpyDtoH_v2)(memory.base(), memory.pointer(), block), 1);
}

TEST(StandinCudaTest, CopiesOnAStreamComeLaterAndInTheirOrder) {
    const StandinScript slow{{"STANDIN_COPY_US", "20000"}};
    const StandinContext context;
    const StandinMemory memory(block);
    cuda::Stream stream = nullptr;
    cuda::Event event = nullptr;
    ASSERT_EQ(CUDA(cuStreamCreate)(&stream, cuda::streamNonBlocking), 0);
    ASSERT_EQ(CUDA(cuEventCreate)(&event, cuda::eventBlockingSync | cuda::eventDisableTiming), 0);
    std::string text = StandinFile::contentOf(1);
    ASSERT_EQ(CUDA(cuMemHostRegister_v2)(text.data(), block, 0), 0);
    EXPECT_EQ(CUDA(cuEventQuery)(event), 0);
    ASSERT_EQ(CUDA(cuMemcpyHtoDAsync_v2)(memory.pointer(), text.data(), block, stream), 0);
    ASSERT_EQ(CUDA(cuEventRecord)(event, stream), 0);
    EXPECT_EQ(CUDA(cuEventQuery)(event), cuda::notReady);
    EXPECT_EQ(CUDA(cuEventSynchronize)(event), 0);
    EXPECT_EQ(CUDA(cuEventQuery)(event), 0);
    EXPECT_EQ(memory.download(), text);
    EXPECT_EQ(CUDA(cuMemHostUnregister)(text.data()), 0);
    EXPECT_EQ(CUDA(cuEventDestroy_v2)(event), 0);
    EXPECT_EQ(CUDA(cuStreamDestroy_v2)(stream), 0);
    EXPECT_EQ(CUDA(cuStreamDestroy_v2)(stream), 400);
}

class StandinCufileTest : public testing::Test {
protected:
    void SetUp() override {
        if (!StandinFile::canBe(directory_)) GTEST_SKIP() << "temporary files have no direct I/O; set TMPDIR";
    }

    const TemporaryDirectory directory_;
    const StandinContext context_;
    const StandinDriver driver_;
    const StandinMemory memory_{4 * block};
    const StandinFile file_{directory_.path("file")};
};

TEST_F(StandinCufileTest, ReadsAndWritesAtOffsets) {
    ASSERT_EQ(CUFILE(cuFileBufRegister)(memory_.base(), 4 * block, 0).code, 0);
    EXPECT_EQ(CUFILE(cuFileRead)(file_.handle(), memory_.base(), block, 5 * block, block), ssize_t{block});
    EXPECT_EQ(memory_.download().substr(block, block), StandinFile::contentOf(5));
    EXPECT_EQ(CUFILE(cuFileWrite)(file_.handle(), memory_.base(), block, 7 * block, block), ssize_t{block});
    EXPECT_EQ(CUFILE(cuFileRead)(file_.handle(), memory_.base(), block, 7 * block, 0), ssize_t{block});
    EXPECT_EQ(memory_.download().substr(0, block), StandinFile::contentOf(5));
    EXPECT_EQ(CUFILE(cuFileBufDeregister)(memory_.base()).code, 0);
}

TEST_F(StandinCufileTest, CountsWhereTheStructureHasIt) {
    ASSERT_EQ(CUFILE(cuFileRead)(file_.handle(), memory_.base(), 2 * block, 0, 0), ssize_t{2 * block});
    ASSERT_EQ(CUFILE(cuFileWrite)(file_.handle(), memory_.base(), block, 0, 0), ssize_t{block});
    ASSERT_EQ(CUFILE(cuFileRead)(file_.handle(), memory_.base(), 100, 10, 0), 100);
    EXPECT_EQ(standinCounter(1024), 1u);
    EXPECT_EQ(standinCounter(0), 2u);
    EXPECT_EQ(standinCounter(16), 1u);
    EXPECT_EQ(standinCounter(96), 2 * block + 100);
    EXPECT_EQ(standinCounter(gpu + 48), 2u);
    EXPECT_EQ(standinCounter(gpu + 64), 1u);
    EXPECT_EQ(standinCounter(gpu + 72), 1u);
    EXPECT_EQ(standinCounter(gpu + 80), 1u);
    EXPECT_EQ(standinCounter(gpu + 152), 1u);
    EXPECT_EQ(standinCounter(gpu + 168), 1u);
    EXPECT_EQ(standinCounter(gpu + 120), block);
}

TEST_F(StandinCufileTest, TellsOfBatchesInAnyOrder) {
    constexpr unsigned count = 4;
    cufile::Batch batch = nullptr;
    ASSERT_EQ(CUFILE(cuFileBatchIOSetUp)(&batch, count).code, 0);
    std::array<cufile::IoParameters, count> parameters{};
    for (size_t index = 0; index < count; ++index) {
        const off_t offset = static_cast<off_t>(index * block);
        parameters[index] = {cufile::batchMode,  memory_.base(),    offset, offset, block, file_.handle(),
                             cufile::opcodeRead, &parameters[index]};
    }
    ASSERT_EQ(CUFILE(cuFileBatchIOSubmit)(batch, count, parameters.data(), 0).code, 0);
    std::set<void*> cookies;
    while (cookies.size() < count) {
        std::array<cufile::IoEvent, count> events{};
        unsigned found = count;
        timespec patience{5, 0};
        ASSERT_EQ(CUFILE(cuFileBatchIOGetStatus)(batch, 1, &found, events.data(), &patience).code, 0);
        ASSERT_GT(found, 0u);
        for (const cufile::IoEvent& event : std::span(events).first(found)) {
            EXPECT_EQ(event.status, cufile::complete);
            EXPECT_EQ(event.result, block);
            EXPECT_TRUE(cookies.insert(event.cookie).second);
        }
    }
    EXPECT_EQ(memory_.download().substr(3 * block), StandinFile::contentOf(3));
    EXPECT_EQ(standinCounter(256), count);
    EXPECT_EQ(standinCounter(320), count);
    CUFILE(cuFileBatchIODestroy)(batch);
}

TEST_F(StandinCufileTest, TransfersOfAStreamAreDoneWhenItReachesThem) {
    cuda::Stream stream = nullptr;
    ASSERT_EQ(CUDA(cuStreamCreate)(&stream, cuda::streamNonBlocking), 0);
    ASSERT_EQ(CUFILE(cuFileStreamRegister)(stream, cufile::fixedAndAligned).code, 0);
    EXPECT_EQ(CUFILE(cuFileStreamRegister)(stream, cufile::fixedAndAligned).code, 5022);
    size_t bytes = block;
    off_t fileOffset = 9 * block;
    off_t baseOffset = block;
    ssize_t done = -7;
    const auto read = CUFILE(cuFileReadAsync);
    ASSERT_EQ(read(file_.handle(), memory_.base(), &bytes, &fileOffset, &baseOffset, &done, stream).code, 0);
    ASSERT_EQ(CUDA(cuStreamSynchronize)(stream), 0);
    EXPECT_EQ(done, ssize_t{block});
    EXPECT_EQ(memory_.download().substr(block, block), StandinFile::contentOf(9));
    EXPECT_EQ(CUFILE(cuFileStreamDeregister)(stream).code, 0);
    EXPECT_EQ(CUDA(cuStreamDestroy_v2)(stream), 0);
}

TEST_F(StandinCufileTest, SetsParametersOnlyBeforeTheDriverIsOpen) {
    EXPECT_EQ(CUFILE(cuFileSetParameterBool)(cufile::allowCompatMode, true).code, 5026);
    bool value = true;
    EXPECT_EQ(CUFILE(cuFileGetParameterBool)(cufile::allowCompatMode, &value).code, 0);
    EXPECT_FALSE(value);
    cufile::DriverProperties properties{};
    EXPECT_EQ(CUFILE(cuFileDriverGetProperties)(&properties).code, 0);
    EXPECT_EQ(properties.maxBatch, 128u);
    EXPECT_EQ(properties.featureFlags, 0xFu);
}

TEST(StandinOldTest, HasOnlyWhatEveryVersionHas) {
    cudaLibrary();
    const StandinLibrary old(IOPROOF_STANDIN_CUFILE_OLD);
    EXPECT_NE(old.get<void*>("cuFileDriverClose"), nullptr);
    EXPECT_EQ(old.get<void*>("cuFileDriverClose_v2"), nullptr);
    EXPECT_EQ(old.get<void*>("cuFileBatchIOSetUp"), nullptr);
    EXPECT_EQ(old.get<void*>("cuFileReadAsync"), nullptr);
    EXPECT_EQ(old.get<void*>("cuFileGetVersion"), nullptr);
    EXPECT_EQ(old.get<void*>("cuFileGetStatsL3"), nullptr);
}

}  // namespace
}  // namespace ioproof
