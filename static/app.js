document.addEventListener('click', (event) => {
  const print = event.target.closest('[data-print]');
  if (!print) return;
  event.preventDefault();
  window.print();
});
