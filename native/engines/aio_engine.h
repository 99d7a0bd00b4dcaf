// Engine libaio: Linux native AIO through its raw system calls (no library is needed).
#pragma once

#include <linux/aio_abi.h>

#include <vector>

#include "engines/engine.h"

namespace ioproof {

/// Reads and writes are asynchronous; all other operations of a chain are plain calls, since the interface has none of
/// them. Buffered reads and writes complete inside io_submit(2): that is how Linux does it.
class AioEngine final : public Engine {
public:
    /// Throws JobError AIO_REFUSED when io_setup(2) fails.
    explicit AioEngine(const EngineContext& context);
    ~AioEngine() override;

    void submit(std::span<Chain* const> chains) override;
    std::span<Chain* const> reap(uint32_t atLeast, uint64_t deadline) override;
    int32_t sync(uint32_t file) override;

    /// Why the kernel refuses; empty when it does not.
    static std::string refusal();

private:
    void advance(Chain& chain);
    void queue(Chain& chain, Operation& operation);
    void flush();
    long collect(uint32_t atLeast, uint64_t deadline);
    void finish(Chain& chain) { finished_[finishedCount_++] = &chain; }

    EngineContext context_;
    aio_context_t aio_ = 0;
    std::vector<iocb> control_;
    std::vector<iocb*> queued_;
    std::vector<Chain*> chains_;
    std::vector<io_event> events_;
    std::vector<Chain*> finished_;
    size_t finishedCount_ = 0;
    size_t inKernel_ = 0;
};

}  // namespace ioproof
