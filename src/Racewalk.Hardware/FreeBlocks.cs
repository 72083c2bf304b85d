namespace Racewalk.Hardware;

/// <summary>The free blocks of a buddy allocator, a list an order (struct free_area, v6.12 include/linux/mmzone.h). Not thread-safe.</summary>
internal sealed class FreeBlocks
{
    private const int None = -1;

    private readonly int[] _heads;
    private readonly int[] _next;
    private readonly int[] _previous;

    // Of the first frame of each free block: its order and 1; otherwise 0.
    private readonly byte[] _orders;

    internal FreeBlocks(int frames, int maxOrder)
    {
        _next = new int[frames];
        _previous = new int[frames];
        _orders = new byte[frames];
        _heads = new int[maxOrder + 1];
        Array.Fill(_heads, None);
        int frame = 0;
        for (int order = maxOrder; order >= 0; order--)
        {
            for (; frames - frame >= 1 << order; frame += 1 << order)
            {
                Push(frame, order);
            }
        }
    }

    /// <summary>Takes a block, splitting a larger one if need be (__rmqueue_smallest, expand).</summary>
    /// <returns>Its first frame; -1 if there is none.</returns>
    internal int Take(int order)
    {
        for (int larger = order; larger < _heads.Length; larger++)
        {
            int frame = _heads[larger];
            if (frame == None)
            {
                continue;
            }

            Unlink(frame);
            while (larger > order)
            {
                larger--;
                Push(frame + (1 << larger), larger);
            }

            return frame;
        }

        return None;
    }

    /// <summary>Puts a block back, and joins it with its buddy as long as that is free (__free_one_page).</summary>
    internal void Put(int frame, int order)
    {
        for (; order + 1 < _heads.Length; order++)
        {
            int buddy = frame ^ (1 << order);
            if (buddy >= _orders.Length || _orders[buddy] != order + 1)
            {
                break;
            }

            Unlink(buddy);
            frame &= ~(1 << order);
        }

        Push(frame, order);
    }

    private void Push(int frame, int order)
    {
        int head = _heads[order];
        (_next[frame], _previous[frame], _orders[frame]) = (head, None, (byte)(order + 1));
        if (head != None)
        {
            _previous[head] = frame;
        }

        _heads[order] = frame;
    }

    private void Unlink(int frame)
    {
        int order = _orders[frame] - 1;
        _orders[frame] = 0;
        if (_previous[frame] == None)
        {
            _heads[order] = _next[frame];
        }
        else
        {
            _next[_previous[frame]] = _next[frame];
        }

        if (_next[frame] != None)
        {
            _previous[_next[frame]] = _previous[frame];
        }
    }
}
