// Engine mmap: reads and writes are memory copies from and to a shared mapping of each file. Files that chains open
// themselves are mapped for reading: with their open, and until their close.
#pragma once

#include <vector>

#include "engines/descriptor_mappings.h"
#include "engines/engine.h"

namespace ioproof {

class MmapEngine final : public Engine {
public:
    /// Maps every file; throws IoError when a file system refuses.
    explicit MmapEngine(const EngineContext& context);
    ~MmapEngine() override;

    void submit(std::span<Chain* const> chains) override;
    std::span<Chain* const> reap(uint32_t atLeast, uint64_t deadline) override;
    int32_t sync(uint32_t file) override;
    void releasePages() override;

private:
    void mapFiles();
    void run(Chain& chain);
    int32_t execute(Chain& chain, Operation& operation);
    int32_t executeOnMapping(const Operation& operation);
    int32_t readChainFile(int descriptor, const Operation& operation);
    void abandon(Chain& chain);

    EngineContext context_;
    /// Of the open files of kind block, in order of their index. Descriptors that a source keeps are those of files
    /// that chains have opened.
    std::vector<std::byte*> mappings_;
    DescriptorMappings chainFiles_;
    std::vector<Chain*> finished_;
    size_t finishedCount_ = 0;
};

}  // namespace ioproof
