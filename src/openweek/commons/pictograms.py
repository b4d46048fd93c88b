"""Our own drawings of the principles of Move Commons, on a square of 32."""

_EURO = '<path d="M21 11a7 7 0 1 0 0 10M8 14h9M8 18h9"/>'

PICTOGRAMS: dict[str, str] = {
    # A coin struck out; a coin.
    "np": f'<circle cx="16" cy="16" r="13"/>{_EURO}<path d="M7 25 25 7"/>',
    "fp": f'<circle cx="16" cy="16" r="13"/>{_EURO}',
    # A door, and its copy; a door with a lock.
    "rp": '<path d="M4 4h14v20H4zM18 9h10v19H12v-4"/><path d="M14 14v.01"/>',
    "ex": '<path d="M8 3h16v26H8z"/><path d="M12 17h8v6h-8zM13.5 17v-2a2.5 2.5 0 0 1 5 0v2"/>',
    # A heap that everybody adds to.
    "rc": '<circle cx="16" cy="16" r="13"/><path d="M16 9v14M9 16h14"/>',
    # … of linked points; of houses.
    "rc.di": (
        '<path d="M9 9l7 7 7-7M16 16v9"/><circle cx="7" cy="7" r="3"/>'
        '<circle cx="25" cy="7" r="3"/>'
        '<circle cx="16" cy="16" r="3" fill="currentColor"/><circle cx="16" cy="27" r="3"/>'
    ),
    "rc.to": '<path d="M3 28V16l7-6 7 6v12zM17 28V9l6-5 6 5v19zM8 28v-6h4v6M23 14v.01M23 20v.01"/>',
    "oa": (
        '<circle cx="16" cy="16" r="13" stroke-dasharray="3 5"/><path d="M11 16h10M17 12l4 4-4 4"/>'
    ),
    # A ring of equals; somebody above.
    "gr": (
        '<circle cx="16" cy="6" r="3.5"/><circle cx="6" cy="24" r="3.5"/>'
        '<circle cx="26" cy="24" r="3.5"/><path d="M14 9 8 21M18 9l6 12M10 24h12"/>'
    ),
    "rs": (
        '<circle cx="16" cy="6" r="3.5"/><circle cx="6" cy="26" r="3.5"/>'
        '<circle cx="16" cy="26" r="3.5"/><circle cx="26" cy="26" r="3.5"/>'
        '<path d="M16 10v12M6 22v-5h20v5"/>'
    ),
}
